/** Limits on what a request over HTTP may cost. */
export interface HttpLimits {
  /** Bytes of a body that has no limit of its own. */
  readonly bodyBytes: number;
  /** Bytes of a body of spans, before and after it is unpacked. */
  readonly spanBytes: number;
  /** Bytes of all headers together, the address among them: queries travel in it. */
  readonly headerBytes: number;
  readonly headersMs: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
  readonly connections: number;
  /** Wrong tokens within `strangerMs` that are answered with 401; further ones are told to wait. */
  readonly strangers: number;
  readonly strangerMs: number;
}

/** The limits of a server in use. */
export const httpLimits: HttpLimits = {
  bodyBytes: 1024 * 1024,
  spanBytes: 64 * 1024 * 1024,
  headerBytes: 64 * 1024,
  headersMs: 10_000,
  requestMs: 120_000,
  keepAliveMs: 15_000,
  connections: 512,
  strangers: 100,
  strangerMs: 10_000,
};
