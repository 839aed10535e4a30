/** What a type of flow node is as a step. */
export interface NodeType {
  readonly uses: string;
  /** By setting: the tool's name for the same input; `null` where a plan has none and leaves it out. */
  readonly inputs: Readonly<Record<string, string | null>>;
  /** Inputs the tool needs and the node took by itself. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Whether the setting `timeout` limits the step. */
  readonly isTimed: boolean;
}

const plain = { inputs: {}, defaults: {}, isTimed: false };

const types: Readonly<Record<string, NodeType>> = {
  WorkspaceInspectorNode: {
    ...plain,
    uses: 'workspace.inspect',
    inputs: { default_root: 'path', allowed_extensions: 'extensions', preview_lines: null },
  },
  PatchNode: { ...plain, uses: 'apply_patch', inputs: { diff: 'patch' } },
  TestExecutorNode: {
    ...plain,
    uses: 'test.run',
    inputs: { command: 'argv', default_root: 'cwd' },
    isTimed: true,
  },
  SummaryAgent: { ...plain, uses: 'llm.summary' },
  Agent: { ...plain, uses: 'llm.agent' },
  RouterAgent: { ...plain, uses: 'llm.route' },
  EvaluationAgent: { ...plain, uses: 'llm.evaluate' },
  LoopNode: { ...plain, uses: 'flow.loop', defaults: { payload: '$payload' } },
};

/** The types of nodes that stand for a tool of another name. */
export const nodeTypeNames: readonly string[] = Object.keys(types);

/** Finds what a type is by its last name; a type that is not in the table stands for the tool of that name. */
export function nodeType(name: string): NodeType {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return types[Object.hasOwn(types, last) ? last : ''] ?? { ...plain, uses: name };
}
