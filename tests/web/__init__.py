"""The screens, asked over HTTP as a browser does."""
