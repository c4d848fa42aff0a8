"""Pure: the periods over which figures are taken, as the whole house knows them."""

from office.periods import Period, month_of

__all__ = ["Period", "month_of"]
