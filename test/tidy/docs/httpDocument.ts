import { httpApp } from '../../../server/src/transports/http/httpApp';
import type { HttpDesk } from '../../../server/src/transports/http/httpDesk';
import { type ApiOperation, openApi } from '../../../server/src/transports/http/openapi/openApi';
import { code, heading, table } from './markdown';

/** docs/HTTP.md: every route of the HTTP door, from its own description. */
export function httpDocument(): string {
  const { routes } = httpApp({} as HttpDesk);
  const { paths } = openApi('0', routes);
  const rows = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })),
  );
  const named = rows.filter(({ path }) => path.includes('/methods/'));
  const plain = rows.filter(({ path }) => !path.includes('/methods/'));
  return [
    heading('HTTP', 'the routes of server/src/transports/http and server/src/protocol/methods.ts'),
    'At the `base_url` of `.holdpoint/server.json`, on the loopback address unless `serve --host` says otherwise. Every request but `GET /health` shows a token:',
    '`Authorization: Bearer TOKEN`, with the token of `.holdpoint/token` or one that `holdpoint token create` made. Bodies are',
    'JSON of at most 1 MiB. A header `client-message-id` stands on every event that the request leads to. `GET /openapi.json`',
    'describes all of this for programs; parameters and answers stand in [PROTOCOL](PROTOCOL.md), errors in [ERRORS](ERRORS.md).',
    '',
    '```sh',
    'URL=$(jq -r .base_url .holdpoint/server.json); TOKEN=$(cat .holdpoint/token)',
    'curl -H "Authorization: Bearer $TOKEN" "$URL/api/v1/approvals?state=requested"',
    'curl -N -H "Authorization: Bearer $TOKEN" "$URL/api/v1/events/stream"',
    '```',
    '',
    '## Routes',
    '',
    table(['route', 'method', 'least role', 'parameters'], plain.map(routeRow)),
    '',
    'Streams are server-sent events: each event of the record under its `seq`, so that `Last-Event-ID` goes on where a reader was.',
    'A stream of a run ends with the event `end`; asked again after that, it answers 204. A reader that takes nothing for half a',
    'minute is cut off.',
    '',
    '## Methods by their names',
    '',
    `Each of the ${named.length} methods is also reached as \`POST /api/v1/methods/NOUN/VERB\`, with its parameters as the body and its own`,
    'answer. The command line speaks to a server elsewhere in this way (`--base-url`).',
    '',
  ].join('\n');
}

function routeRow({ path, verb, operation }: { path: string; verb: string; operation: ApiOperation }) {
  const method = operation['x-method'];
  const link =
    method === undefined
      ? '–'
      : `[${method}](PROTOCOL.md#${method.replaceAll(/[^A-Za-z-]/g, '').toLowerCase()})`;
  const words = (operation.parameters ?? [])
    .filter((one) => one.in === 'query')
    .map(({ name }) => code(name));
  const taken = verb === 'post' && method !== undefined ? 'body' : words.join(' ') || '–';
  return [code(`${verb.toUpperCase()} ${path}`), link, code(operation['x-role']), taken];
}
