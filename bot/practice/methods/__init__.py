"""The methods of the Bot API that the room knows, one plain function each."""
