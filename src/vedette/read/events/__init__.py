"""The words of an event become a draft of a claim with its fields."""
