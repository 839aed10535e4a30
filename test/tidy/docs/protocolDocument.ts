import { type Method, methods } from '#protocol/methods';
import { code, heading, table } from './markdown';
import { inputFields, outputText } from './schemaText';

/** docs/PROTOCOL.md: every request of the one method table, for whoever writes a door. */
export function protocolDocument(): string {
  const names = Object.keys(methods) as Method[];
  const rows = names.map((name) => [
    `[${name}](#${anchor(name)})`,
    code(methods[name].role),
    code(methods[name].http),
  ]);
  return [
    heading('Protocol', 'server/src/protocol/methods.ts'),
    'JSON-RPC 2.0 over the local socket that `.holdpoint/server.json` names. The first request is `server/hello` with the',
    'token; all others are listed here. An unknown key in the parameters is an error. The HTTP routes, below `/api/v1`,',
    'are part of the contract; [HTTP](HTTP.md) lists them with all that the door adds to them.',
    '',
    table(['method', 'least role', 'HTTP'], rows),
    '',
    ...names.map(methodText),
  ].join('\n');
}

const anchor = (name: string) => name.replaceAll(/[^a-z-]/g, '');

function methodText(name: Method): string {
  const { params, result, role, http } = methods[name];
  const fields = inputFields(params).map((field) => [
    code(field.name),
    code(field.type),
    field.required ? 'yes' : 'no',
    field.note || '–',
  ]);
  return [
    `## ${name}`,
    '',
    `Least role ${code(role)}${http === null ? '' : `, HTTP ${code(http)}`}.`,
    '',
    fields.length === 0 ? 'No parameters.' : table(['parameter', 'type', 'required', 'notes'], fields),
    '',
    '```ts',
    `// result\n${outputText(result)}`,
    '```',
    '',
  ].join('\n');
}
