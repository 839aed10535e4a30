import type { Result } from '#protocol/methods';
import type { AccessLine } from '../accessLog';

/** Counts requests since the door opened, for whoever watches over the server. */
export class Meter {
  readonly #answers = new Map<string, number>();
  #seconds = 0;
  #count = 0;
  #strangers = 0;

  note({ method, status, latency_ms, event }: AccessLine): void {
    const key = `method="${method.replaceAll(/[^A-Z-]/g, '')}",status="${status}"`;
    this.#answers.set(key, (this.#answers.get(key) ?? 0) + 1);
    this.#seconds += latency_ms / 1000;
    this.#count += 1;
    this.#strangers += event === 'http_auth_failure' ? 1 : 0;
  }

  /** Everything that is counted, in the text form of Prometheus. */
  text(status: Result<'server/status'>): string {
    const { store } = status;
    const lines = [
      ...gauge(
        'up',
        'whether the server answers and its store takes writes',
        store.read_only_reason === null ? 1 : 0,
      ),
      ...gauge('uptime_seconds', 'since the server started', status.uptime_seconds),
      ...gauge('clients', 'connections to the local socket', status.clients),
      ...gauge('runs_active', 'runs that work by themselves', status.active_runs),
      ...gauge('approvals_pending', 'requests that wait for a person', status.pending_approvals),
      ...gauge('store_bytes', 'size of the store', store.bytes),
      ...metric('tracer_faults_total', 'counter', 'faults of tracers', [['', status.tracer_faults]]),
      ...metric('http_requests_total', 'counter', 'requests over HTTP that were answered', [
        ...this.#answers,
      ]),
      ...metric('http_auth_failures_total', 'counter', 'requests without a right token', [
        ['', this.#strangers],
      ]),
      ...metric('http_request_seconds_sum', 'counter', 'time in which requests were answered', [
        ['', this.#seconds],
      ]),
      ...metric('http_request_seconds_count', 'counter', 'requests of that time', [['', this.#count]]),
    ];
    return `${lines.join('\n')}\n`;
  }
}

const gauge = (name: string, help: string, value: number) => metric(name, 'gauge', help, [['', value]]);

function metric(
  name: string,
  type: 'gauge' | 'counter',
  help: string,
  values: readonly (readonly [string, number])[],
): readonly string[] {
  const full = `holdpoint_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...values.map(([labels, value]) => `${full}${labels === '' ? '' : `{${labels}}`} ${value}`),
  ];
}
