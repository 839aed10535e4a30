/** What a type of flow node is as a step. */
export interface NodeType {
  readonly uses: string;
  /** By setting: the tool's name for the same input. */
  readonly inputs: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, NodeType>> = {
  WorkspaceInspectorNode: {
    uses: 'workspace.inspect',
    inputs: { default_root: 'path', root: 'path', allowed_extensions: 'extensions' },
  },
  PatchNode: { uses: 'apply_patch', inputs: { diff: 'patch' } },
  TestExecutorNode: { uses: 'test.run', inputs: { command: 'argv', default_root: 'cwd', cwd: 'cwd' } },
  SummaryAgent: { uses: 'llm.summary', inputs: {} },
  Agent: { uses: 'llm.agent', inputs: {} },
  RouterAgent: { uses: 'llm.route', inputs: {} },
  EvaluationAgent: { uses: 'llm.evaluate', inputs: {} },
  LoopNode: { uses: 'flow.loop', inputs: {} },
};

/** Finds what a type is by its last name; a type that is not in the table stands for the tool of that name. */
export function nodeType(name: string): NodeType {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return types[Object.hasOwn(types, last) ? last : ''] ?? { uses: name, inputs: {} };
}
