import type { ToolCatalog } from '../../core/plan/semantics/toolCatalog';

/**
 * The built-in tools as a table, so that checking a plan needs neither their code nor the schema library (it would
 * double the time). A test holds it to the tools themselves.
 */
const known: Readonly<
  Record<string, { readonly aliases: readonly string[]; readonly keys: readonly string[] }>
> = {
  read_file: { aliases: ['fs.read'], keys: ['path', 'encoding'] },
  list_dir: { aliases: ['fs.list'], keys: ['path'] },
  'workspace.inspect': { aliases: [], keys: ['path', 'paths', 'extensions', 'max_bytes', 'limit'] },
  run_shell_readonly: { aliases: ['shell.readonly'], keys: ['command', 'timeout_sec'] },
  write_file_preview: { aliases: ['fs.preview'], keys: ['path', 'content', 'encoding', 'mode'] },
  write_file_apply: { aliases: ['fs.apply'], keys: ['preview'] },
  apply_patch: { aliases: ['patch'], keys: ['patch', 'mode', 'preview', 'allowed_paths', 'request'] },
  'shell.run': { aliases: [], keys: ['argv', 'script', 'shell', 'cwd', 'env'] },
  'test.run': { aliases: [], keys: ['argv', 'cwd', 'env', 'require_tests'] },
  'flow.route': { aliases: [], keys: ['choices', 'value', 'when', 'confidence', 'reason'] },
  'flow.loop': {
    aliases: [],
    keys: ['payload', 'items_key', 'index', 'body_route', 'loop_route', 'enumerate_items'],
  },
  'http.request': { aliases: [], keys: ['method', 'url', 'headers', 'body'] },
};

const names = new Map(
  Object.entries(known).flatMap(([name, { aliases }]) =>
    [name, ...aliases].map((word) => [word, name] as const),
  ),
);

/** What reading a plan needs to know of the tools there are. */
export const knownTools: ToolCatalog = {
  resolve: (nameOrAlias) => names.get(nameOrAlias),
  names: () => Object.keys(known),
  inputKeys: (nameOrAlias) => known[names.get(nameOrAlias) ?? '']?.keys,
};
