import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverFile } from '#protocol/connection';
import { writeMessage } from '../../../server/src/transports/http/otlp/writeMessage';
import { startServer } from '../../support/startServer';
import { until } from '../../support/until';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { median, timed } from '../measure';

/** Spans of one request, as exporters batch them. */
const batch = 512;
/** Requests under way at once, as from so many programs. */
const senders = 4;
/** What 10,000 spans a second come to. */
const promisedMs = 100;

/** The receiver of OTLP over loopback: spans that are acknowledged are durable. */
export const otlpBench: Bench = {
  name: 'otlp',
  title: 'The receiver of spans (1,000 spans, acknowledged when durable)',
  async run(scope) {
    const root = mkdtempSync(join(scope.folder, 'otlp-'));
    mkdirSync(join(root, '.git'));
    const server = await startServer(root);
    const url = await until('the HTTP door', () => {
      const text = readFileSync(join(root, '.holdpoint', 'server.json'), 'utf8');
      return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
    });
    const target = { url: `${url}/v1/traces`, token: server.token };
    const figures = [
      await received(scope, target, 'application/json'),
      await received(scope, target, 'application/x-protobuf'),
    ];
    await server.stop();
    return figures;
  },
};

interface Target {
  readonly url: string;
  readonly token: string;
}

async function received(scope: BenchScope, target: Target, type: string): Promise<Figure> {
  const requests = scope.isQuick ? 8 : 40;
  const costs: number[] = [];
  for (let round = 0; round < scope.rounds; round += 1) {
    const bodies = Array.from({ length: requests }, () => body(type));
    const ms = await timed(() => sendAll(target, type, bodies));
    costs.push((ms / (requests * batch)) * 1000);
  }
  const ours = median(costs);
  const note = `${Math.round(1_000_000 / ours).toLocaleString('en')} spans a second, ${senders} senders`;
  const costsOf = { unit: 'ms', ours, theirs: promisedMs } as const;
  return figure(`receive ${type}`, '10,000 spans a second', costsOf, { atMost: 1 }, note);
}

async function sendAll(
  { url, token }: Target,
  type: string,
  bodies: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  const waiting = [...bodies];
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  const send = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const answer = await fetch(url, { method: 'POST', headers, body: next });
      const bytes = await answer.arrayBuffer();
      if (answer.status !== 200 || bytes.byteLength > 2) {
        throw new Error(`the receiver answered ${answer.status}`);
      }
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
}

let made = 0;

function body(type: string): Uint8Array<ArrayBuffer> {
  const spans = Array.from({ length: batch }, () => {
    made += 1;
    const end = 1_767_225_600_000_000_000n + BigInt(made) * 1000n;
    return {
      traceId: (Math.floor(made / 50) + 1).toString(16).padStart(32, '0'),
      spanId: made.toString(16).padStart(16, '0'),
      name: `execute_tool tool_${made % 17}`,
      kind: 1,
      startTimeUnixNano: String(end - 900n),
      endTimeUnixNano: String(end),
      attributes: [
        { key: 'gen_ai.operation.name', value: { stringValue: 'execute_tool' } },
        { key: 'gen_ai.tool.name', value: { stringValue: `tool_${made % 17}` } },
        { key: 'http.route', value: { stringValue: `/orders/${made % 97}` } },
        { key: 'process.exit.code', value: { intValue: String(made % 3) } },
        { key: 'duration.ratio', value: { doubleValue: made / 7 } },
      ],
      status: { code: 1 },
    };
  });
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'bench' } }] };
  const document = { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }] };
  return type === 'application/json'
    ? new Uint8Array(Buffer.from(JSON.stringify(document)))
    : writeMessage('TracesData', document);
}
