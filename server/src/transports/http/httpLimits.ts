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
  /** Of these as many as remain for lines on which nobody has shown a right token yet, however full the door is. */
  readonly newcomers: number;
  /** Wrong tokens within `strangerMs` that are answered with 401; further ones are told to wait. */
  readonly strangers: number;
  readonly strangerMs: number;
  /** Streams that are open at the same time. */
  readonly streams: number;
  /** After this a stream on which nothing came says that it is still there. */
  readonly heartbeatMs: number;
  /** After this the reader of a stream that takes nothing is cut off. */
  readonly stallMs: number;
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
  newcomers: 64,
  strangers: 100,
  strangerMs: 10_000,
  streams: 128,
  heartbeatMs: 15_000,
  stallMs: 30_000,
};
