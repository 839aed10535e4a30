/** Largest text that is read at all, in UTF-16 units: reading a larger one would keep everybody waiting for seconds. */
export const largestText = 4 * 1024 * 1024;
