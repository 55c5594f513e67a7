"""What the law means: values in, values out; no framework, no clock, no floats in a rule."""
