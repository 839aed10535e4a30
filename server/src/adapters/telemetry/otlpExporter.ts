import type { ResourceSpans } from '#protocol/otlp/otlp';

/** Where spans go, and what their way may cost. */
export interface ExporterOptions {
  /** The address of the collector; `/v1/traces` is added where it names no signal. */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Groups of spans in one request. */
  readonly batch?: number;
  /** Groups that may wait; what comes beyond is lost and counted. */
  readonly queue?: number;
  /** Tries of one request. */
  readonly tries?: number;
  /** The wait before the second try; it doubles with each further one. */
  readonly backOffMs?: number;
  readonly requestMs?: number;
}

const defaults = { batch: 256, queue: 8192, tries: 6, backOffMs: 500, requestMs: 10_000 };
const longestWaitMs = 30_000;
/** Answers after which another try may succeed. */
const passing = new Set([429, 502, 503, 504]);

/** Brings spans to a collector as OTLP over HTTP in JSON; nobody waits for it, and what it loses it counts. */
export class OtlpExporter {
  readonly #options: Required<Omit<ExporterOptions, 'headers'>> & Pick<ExporterOptions, 'headers'>;
  readonly #url: string;
  readonly #end = new AbortController();
  #waiting: ResourceSpans[] = [];
  #work: Promise<void> | undefined;
  #lost = 0;

  constructor(options: ExporterOptions) {
    this.#options = { ...defaults, ...options };
    this.#url = tracesUrl(options.endpoint);
  }

  /** Spans that did not arrive: refused by the collector, tried in vain, or too many to wait. */
  get lost(): number {
    return this.#lost;
  }

  /** Takes spans and returns at once; they leave together with others that wait. */
  export(groups: readonly ResourceSpans[]): void {
    const room = this.#options.queue - this.#waiting.length;
    this.#waiting.push(...groups.slice(0, Math.max(0, room)));
    this.#lost += spanCount(groups.slice(Math.max(0, room)));
    this.#work ??= this.#send().finally(() => {
      this.#work = undefined;
    });
  }

  /** Resolves when what waits has left or is lost. */
  async sent(): Promise<void> {
    await this.#work;
  }

  /** Resolves when everything has left; what has not by then is given up and counted. */
  async finish(withinMs: number): Promise<void> {
    const timer = setTimeout(() => this.#end.abort(), withinMs);
    await this.#work;
    clearTimeout(timer);
  }

  async #send(): Promise<void> {
    // Whoever takes several spans in one turn has them leave together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const groups = this.#waiting.splice(0, this.#options.batch);
      this.#lost += await this.#post(groups);
    }
  }

  /** How many of these spans are lost for good. */
  async #post(resourceSpans: readonly ResourceSpans[]): Promise<number> {
    const body = JSON.stringify({ resourceSpans });
    for (let attempt = 1; attempt <= this.#options.tries && !this.#end.signal.aborted; attempt += 1) {
      const answer = await this.#try(body);
      if (answer.lost !== null) {
        return answer.lost === 'all' ? spanCount(resourceSpans) : answer.lost;
      }
      if (attempt < this.#options.tries) {
        await this.#pause(answer.waitMs ?? this.#options.backOffMs * 2 ** (attempt - 1));
      }
    }
    return spanCount(resourceSpans);
  }

  async #try(body: string): Promise<Attempt> {
    try {
      const answer = await fetch(this.#url, {
        method: 'POST',
        headers: { ...this.#options.headers, 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(this.#options.requestMs)]),
      });
      const text = await answer.text();
      if (passing.has(answer.status)) {
        return { lost: null, waitMs: retryAfterMs(answer.headers.get('retry-after')) };
      }
      return { lost: answer.ok ? rejectedCount(text) : 'all' };
    } catch {
      return { lost: null };
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#end.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, longestWaitMs));
      this.#end.signal.addEventListener('abort', done, { once: true });
      if (this.#end.signal.aborted) done();
    });
  }
}

/** How one try ended: with a number of spans lost for good, or with hope and perhaps a time to wait. */
interface Attempt {
  readonly lost: number | 'all' | null;
  readonly waitMs?: number | undefined;
}

/** Whether a text is an address over HTTP, as a collector must have one. */
export function isHttpAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Headers as OpenTelemetry writes them in the environment: `name=value,name=value`, each encoded as in an address. */
export function otlpHeaders(text = ''): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at <= 0 ? [] : [[pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where traces are posted at a collector; throws a TypeError for what is no address over HTTP. */
export function tracesUrl(endpoint: string): string {
  const url = new URL(endpoint);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`${endpoint} is no address over HTTP`);
  }
  if (!url.pathname.endsWith('/v1/traces')) {
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/traces`;
  }
  return url.href;
}

/** Seconds or a date; anything else says nothing. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function rejectedCount(text: string): number {
  try {
    const count = Number(JSON.parse(text)?.partialSuccess?.rejectedSpans ?? 0);
    return Number.isSafeInteger(count) && count > 0 ? count : 0;
  } catch {
    return 0;
  }
}

function spanCount(groups: readonly ResourceSpans[]): number {
  const scopes = groups.flatMap(({ scopeSpans = [] }) => scopeSpans);
  return scopes.reduce((sum, { spans = [] }) => sum + spans.length, 0);
}
