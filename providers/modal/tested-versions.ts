/** Oldest client that the driver was tested with, and the first that it was not. */
export const testedVersions = { from: "1.5.0", below: "1.7.0" } as const

/** Puts a tested client where the driver looks first. */
export const installCommand =
  'python3 -m venv .venv && .venv/bin/python -m pip install "modal~=1.6.0"'
