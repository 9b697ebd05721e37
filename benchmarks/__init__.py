"""What the portal's pages can bear, each as a ratio to a bare view in the same run."""
