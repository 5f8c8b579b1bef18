"""Pictures and papers for consumers, made from facts alone: a module for each, and the fonts that they need."""
