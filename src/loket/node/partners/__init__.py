"""Registry and bank: adapters and their simulators."""
