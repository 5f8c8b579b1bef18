"""The figures of speed and size, each as a file that anyone can run: `python -m bench.update_path`.

Each compares with a named peer in the same run, since absolute values swing with the machine, and says whether its
budget is kept.
"""
