/** Under which version of the semantic conventions spans leave this program; the mapping below is the only place of it. */
export const conventions = {
  schemaUrl: 'https://opentelemetry.io/schemas/1.41.1',
  version: '1.41.1',
  genAi: 'open-telemetry/semantic-conventions v1.41.1 (953276ff), the last with gen_ai.*',
} as const;

/** One name of ours and what becomes of it outside. */
export interface Convention {
  readonly stored: string;
  readonly exported: string;
  readonly stability: 'stable' | 'release candidate' | 'development' | 'own';
  /** Content of plans, prompts or files: leaves only when somebody asks for it. */
  readonly isContent?: true;
  readonly meaning: string;
}

type Row = readonly [stored: string, exported: string, stability: Convention['stability'], meaning: string];

const named: readonly Row[] = [
  ['node_id', 'holdpoint.node.id', 'own', 'The step by its id in the plan.'],
  ['node_type', 'holdpoint.node.type', 'own', 'The tool that the step uses.'],
  ['failure_summary', 'holdpoint.failure.summary', 'own', 'What failed, in one redacted sentence.'],
  ['failure_type', 'holdpoint.failure.type', 'own', 'The class of the failure, as retries see it.'],
  ['failed_node', 'holdpoint.failure.node', 'own', 'The step that failed.'],
  ['handled_error', 'holdpoint.failure.handled', 'own', 'Set when the plan itself dealt with the failure.'],
  ['timeout', 'holdpoint.timeout', 'own', 'Set when a time limit ended the work.'],
  ['interrupted', 'holdpoint.interrupted', 'own', 'Set when the server ended before the work did.'],
  ['active_ms', 'holdpoint.active_ms', 'own', 'The time of a run without the time of waiting for people.'],
  ['cost', 'holdpoint.cost.usd', 'own', 'What a call of a model cost, in US dollars.'],
  ['git.op', 'holdpoint.git.operation', 'own', 'What was done with git.'],
  ['files', 'holdpoint.files', 'own', 'How many files were written or put back.'],
  ['undone', 'holdpoint.rollback.undone', 'own', 'The writes that a rollback took back.'],
  ['outcome', 'holdpoint.outcome', 'own', '`retry` where another try followed.'],
  ['target', 'holdpoint.rollback.target', 'own', 'To where a rollback leads.'],
  [
    'tokens.input',
    'gen_ai.usage.input_tokens',
    'development',
    'Tokens sent to a model, cached ones among them.',
  ],
  ['tokens.output', 'gen_ai.usage.output_tokens', 'development', 'Tokens that a model answered.'],
  ['http.status_code', 'http.response.status_code', 'stable', 'The status of an answer over HTTP.'],
  [
    'gen_ai.operation.name',
    'gen_ai.operation.name',
    'development',
    'invoke_workflow, plan, chat, execute_tool.',
  ],
  ['gen_ai.provider.name', 'gen_ai.provider.name', 'development', 'Who serves the model.'],
  ['gen_ai.request.model', 'gen_ai.request.model', 'development', 'The model that was asked for.'],
  ['gen_ai.response.model', 'gen_ai.response.model', 'development', 'The model that answered.'],
  ['gen_ai.usage.input_tokens', 'gen_ai.usage.input_tokens', 'development', 'Tokens sent to a model.'],
  [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.output_tokens',
    'development',
    'Tokens that a model answered.',
  ],
  ['gen_ai.workflow.name', 'gen_ai.workflow.name', 'development', 'The title of the plan.'],
  ['gen_ai.conversation.id', 'gen_ai.conversation.id', 'development', 'The session.'],
  ['gen_ai.agent.name', 'gen_ai.agent.name', 'development', 'Who drafted the plan.'],
  ['gen_ai.tool.name', 'gen_ai.tool.name', 'development', 'The tool by its name in plans.'],
  ['gen_ai.tool.type', 'gen_ai.tool.type', 'development', 'Always `function`.'],
  ['gen_ai.tool.description', 'gen_ai.tool.description', 'development', 'What the tool does.'],
  ['gen_ai.tool.call.id', 'gen_ai.tool.call.id', 'development', 'The attempt within the run.'],
  ['error.type', 'error.type', 'stable', 'The class of the failure.'],
  ['process.command', 'process.command', 'development', 'The program that was started.'],
  ['process.executable.name', 'process.executable.name', 'development', 'Its name without the folder.'],
  ['process.command_args', 'process.command_args', 'development', 'All arguments of the program, redacted.'],
  ['process.exit.code', 'process.exit.code', 'development', 'With what it ended.'],
  ['process.pid', 'process.pid', 'development', 'Its process id.'],
  ['process.working_directory', 'process.working_directory', 'development', 'Where it ran.'],
  ['cicd.pipeline.name', 'cicd.pipeline.name', 'release candidate', 'The title of the plan.'],
  ['cicd.pipeline.run.id', 'cicd.pipeline.run.id', 'release candidate', 'The run.'],
  [
    'cicd.pipeline.run.state',
    'cicd.pipeline.run.state',
    'release candidate',
    'pending, executing or finalizing.',
  ],
  ['cicd.pipeline.result', 'cicd.pipeline.result', 'release candidate', 'How the run ended.'],
  ['cicd.pipeline.task.name', 'cicd.pipeline.task.name', 'release candidate', 'The title of the step.'],
  ['cicd.pipeline.task.run.id', 'cicd.pipeline.task.run.id', 'release candidate', 'One attempt of the step.'],
  ['cicd.pipeline.task.run.result', 'cicd.pipeline.task.run.result', 'release candidate', 'How it ended.'],
  [
    'cicd.pipeline.task.type',
    'cicd.pipeline.task.type',
    'release candidate',
    'test or deploy, where the tool says so.',
  ],
  ['vcs.repository.name', 'vcs.repository.name', 'release candidate', 'The folder of the workspace.'],
  ['vcs.ref.head.name', 'vcs.ref.head.name', 'release candidate', 'The branch.'],
  ['vcs.ref.head.revision', 'vcs.ref.head.revision', 'release candidate', 'The commit.'],
  ['vcs.ref.head.type', 'vcs.ref.head.type', 'release candidate', 'branch.'],
  ['vcs.ref.base.name', 'vcs.ref.base.name', 'release candidate', 'The branch from which the work set out.'],
  ['vcs.ref.base.revision', 'vcs.ref.base.revision', 'release candidate', 'Its commit.'],
  ['vcs.ref.base.type', 'vcs.ref.base.type', 'release candidate', 'branch.'],
  ['cicd.worker.id', 'cicd.worker.id', 'release candidate', 'The slot in which the step works.'],
  ['cicd.worker.name', 'cicd.worker.name', 'release candidate', 'The executor that carries it out.'],
  ['test.suite.name', 'test.suite.name', 'development', 'The step that runs tests.'],
  ['test.suite.run.status', 'test.suite.run.status', 'development', 'How the tests went.'],
  ['code.file.path', 'code.file.path', 'stable', 'The file of a change.'],
  ['code.line.number', 'code.line.number', 'stable', 'The first line of it that changes.'],
  ['vcs.line_change.type', 'vcs.line_change.type', 'release candidate', 'added or removed, beside a count.'],
];

const contents: readonly Row[] = [
  ['input_preview', 'holdpoint.input.preview', 'own', 'The first 200 characters of the redacted inputs.'],
  ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.arguments', 'development', 'Redacted inputs of the tool.'],
  ['gen_ai.tool.call.result', 'gen_ai.tool.call.result', 'development', 'Redacted output of the tool.'],
  ['process.command_line', 'process.command_line', 'development', 'The command as one text.'],
];

const convention = ([stored, exported, stability, meaning]: Row): Convention => ({
  stored,
  exported,
  stability,
  meaning,
});

/** Every name of ours that leaves under another one, is defined elsewhere, or is content. */
export const conventionTable: readonly Convention[] = [
  ...named.map(convention),
  ...contents.map((row) => ({ ...convention(row), isContent: true as const })),
];

const byStored = new Map(conventionTable.map((row) => [row.stored, row]));

/** The name under which an attribute leaves; null when it stays. A name without a namespace gets ours. */
export function exportedName(stored: string, withContent: boolean): string | null {
  const row = byStored.get(stored);
  if (row === undefined) {
    return stored.includes('.') ? stored : `holdpoint.${stored}`;
  }
  return row.isContent === true && !withContent ? null : row.exported;
}
