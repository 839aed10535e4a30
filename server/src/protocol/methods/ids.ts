/** What an id from outside must look like before any file or row is touched. */
export const outsideId = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/;

/** What a step id looks like. */
export const stepIdPattern = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/** Prefixes of ids that end in 12 hexadecimal digits. */
export type IdPrefix =
  | 'session'
  | 'plan'
  | 'appr'
  | 'prev'
  | 'ckpt'
  | 'dec'
  | 'evt'
  | 'att'
  | 'chk'
  | 'wr'
  | 'runner';
