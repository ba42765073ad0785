"""What people do, one module a step, plain functions over a Session."""
