"""The tour: the main job in the real window on the training clinic, played by the program itself."""
