import { createTools } from '../../../server/src/tools/toolTable';
import { code, heading, table } from './markdown';
import { inputFields, outputText } from './schemaText';

/** docs/TOOLS.md: every tool that a step may use. */
export function toolsDocument(): string {
  const tools = [...createTools().values()];
  const rows = tools.map((tool) => [
    `[${tool.name}](#${tool.name.replaceAll(/[^a-z_-]/g, '')})`,
    tool.aliases.map(code).join(' ') || '–',
    code(tool.permissionProfile),
    tool.draft === undefined ? 'no' : 'yes',
  ]);
  return [
    heading('Tools', 'server/src/tools/toolTable.ts'),
    'What a step may `use`. A tool that drafts proposes writes and makes none: they become previews.',
    '',
    table(['tool', 'aliases', 'permission profile', 'drafts'], rows),
    '',
    ...tools.map(toolText),
  ].join('\n');
}

type Tool = ReturnType<typeof createTools> extends ReadonlyMap<string, infer T> ? T : never;

function toolText(tool: Tool): string {
  const fields = inputFields(tool.input).map((field) => [
    code(field.name),
    code(field.type),
    field.required ? 'yes' : 'no',
    field.note || '–',
  ]);
  return [
    `## ${tool.name}`,
    '',
    tool.description,
    '',
    fields.length === 0 ? 'No input.' : table(['input', 'type', 'required', 'notes'], fields),
    '',
    '```ts',
    `// output\n${outputText(tool.output)}`,
    '```',
    '',
  ].join('\n');
}
