/**
 * Texts that nearly every row holds: they are the first terms, and indexes that are asked for what is rare leave them
 * out.
 */
export const everyday = [
  'step.ready',
  'step.started',
  'attempt.started',
  'attempt.ended',
  'step.succeeded',
  'OK',
] as const;

/** 32 bits of a text, so that the index over all terms stays small whatever their lengths. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
