"""The route table of the service: who may ask what, on one screen."""
