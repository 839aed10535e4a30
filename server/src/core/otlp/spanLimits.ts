/** What one span from outside may hold; beyond that it is rejected, with the reason, and the rest is kept. */
export const spanLimits = {
  /** Values of attributes in all, those of events and links among them. */
  values: 20_000,
  /** How deep the value of an attribute nests. */
  depth: 16,
  /** Characters of the stored form. */
  characters: 1024 * 1024,
} as const;
