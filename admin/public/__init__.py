"""The pages for everybody: they know no visitor, set no cookie, and cost a crowd nothing."""
