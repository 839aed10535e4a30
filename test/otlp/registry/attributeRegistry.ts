/** Where an attribute of the telemetry is told, by which span; or why nothing tells it yet. */
export type Telling = { readonly span: string } | { readonly notYet: string };

const models = 'with calls of models, which come with drafting by models';
const executors = 'with executors that run steps in containers and clusters';
const agents = 'with agents as steps';
const remoteTools = 'with tools of other servers as steps';
const onRequest =
  'content, which is not captured: its redacted beginning is `input_preview`, outputs are artifacts';
const runners = 'no runner of tests tells single cases in one form';

const at = (span: string, ...names: string[]) => names.map((name) => [name, { span }] as const);
const later = (notYet: string, ...names: string[]) => names.map((name) => [name, { notYet }] as const);

/** Every attribute of spans that the telemetry knows, ours and those of the conventions. */
export const attributeRegistry: ReadonlyMap<string, Telling> = new Map<string, Telling>([
  ...at(
    'invoke_workflow',
    ...['gen_ai.operation.name', 'gen_ai.workflow.name', 'gen_ai.conversation.id'],
    ...['cicd.pipeline.name', 'cicd.pipeline.run.id', 'cicd.pipeline.run.state', 'cicd.pipeline.result'],
    ...['vcs.repository.name', 'vcs.ref.head.name', 'vcs.ref.head.revision', 'vcs.ref.head.type'],
    ...['vcs.ref.base.name', 'vcs.ref.base.revision', 'vcs.ref.base.type', 'active_ms', 'failed_node'],
    ...['holdpoint.plan.id', 'holdpoint.plan.version', 'holdpoint.plan.digest', 'holdpoint.slot.id'],
  ),
  ...at(
    'holdpoint.step',
    ...['cicd.pipeline.task.name', 'cicd.pipeline.task.run.id', 'cicd.pipeline.task.run.result'],
    ...['cicd.pipeline.task.type', 'cicd.worker.id', 'cicd.worker.name'],
    ...['node_id', 'node_type', 'input_preview', 'failure_summary', 'failure_type', 'handled_error'],
    ...['outcome', 'error.type', 'timeout', 'holdpoint.deny.reason'],
    ...['holdpoint.step.id', 'holdpoint.step.index', 'holdpoint.step.attempt', 'holdpoint.step.digest'],
  ),
  ...at(
    'execute_tool',
    ...['gen_ai.tool.name', 'gen_ai.tool.call.id', 'gen_ai.tool.description', 'gen_ai.tool.type'],
    ...['process.command', 'process.command_args', 'process.executable.name', 'process.exit.code'],
    ...['process.pid', 'process.working_directory', 'http.status_code', 'holdpoint.executor.type'],
    ...['test.suite.name', 'test.suite.run.status', 'holdpoint.diff.hunks_accepted'],
  ),
  ...at(
    'holdpoint.approval',
    ...['holdpoint.approval.id', 'holdpoint.approval.scope', 'holdpoint.approval.decision'],
    ...['holdpoint.approval.source', 'holdpoint.approval.principal', 'holdpoint.approval.client'],
    ...['holdpoint.approval.digest', 'holdpoint.approval.expires_at', 'holdpoint.approval.wait_ms'],
    'holdpoint.approval.reason',
  ),
  ...at(
    'holdpoint.policy',
    ...['holdpoint.policy.decision', 'holdpoint.policy.rule_id', 'holdpoint.policy.rule_location'],
    ...['holdpoint.policy.tier', 'holdpoint.policy.version', 'holdpoint.policy.input_digest'],
  ),
  ...at(
    'holdpoint.preview',
    ...['holdpoint.diff.files', 'holdpoint.diff.hunks', 'holdpoint.diff.added', 'holdpoint.diff.removed'],
    ...['holdpoint.diff.base_digest', 'holdpoint.redaction.count', 'code.file.path', 'code.line.number'],
  ),
  ...at(
    'holdpoint.checkpoint',
    ...['holdpoint.checkpoint.id', 'holdpoint.checkpoint.ref', 'holdpoint.checkpoint.files'],
    'holdpoint.checkpoint.bytes',
  ),
  ...at('git', 'git.op'),
  ...at('holdpoint.rollback', 'undone', 'target', 'files'),
  ...later(
    models,
    ...[
      'gen_ai.provider.name',
      'gen_ai.request.model',
      'gen_ai.request.max_tokens',
      'gen_ai.request.temperature',
    ],
    ...[
      'gen_ai.request.top_p',
      'gen_ai.request.top_k',
      'gen_ai.request.stop_sequences',
      'gen_ai.request.seed',
    ],
    ...[
      'gen_ai.request.stream',
      'gen_ai.request.choice.count',
      'gen_ai.response.id',
      'gen_ai.response.model',
    ],
    ...['gen_ai.response.finish_reasons', 'gen_ai.response.time_to_first_chunk', 'gen_ai.usage.input_tokens'],
    ...['gen_ai.usage.output_tokens', 'gen_ai.usage.cache_read.input_tokens'],
    ...[
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.output.type',
    ],
    ...['server.address', 'server.port', 'gen_ai.agent.name', 'tokens.input', 'tokens.output', 'cost'],
    ...[
      'gen_ai.input.messages',
      'gen_ai.output.messages',
      'gen_ai.system_instructions',
      'gen_ai.tool.definitions',
    ],
  ),
  ...later(agents, 'gen_ai.agent.id', 'gen_ai.agent.description', 'gen_ai.agent.version'),
  ...later(remoteTools, ...['mcp.method.name', 'mcp.session.id', 'mcp.protocol.version', 'mcp.resource.uri']),
  ...later(executors, 'container.id', 'container.image.name', 'k8s.job.name', 'k8s.pod.name'),
  ...later(executors, 'holdpoint.executor.image'),
  ...later(onRequest, 'gen_ai.tool.call.arguments', 'gen_ai.tool.call.result', 'process.command_line'),
  ...later(runners, 'test.case.name', 'test.case.result.status'),
  ...later('lines that come and go are two counts of ours, each with its name', 'vcs.line_change.type'),
  ...later('with pull requests', 'vcs.change.id'),
  ...later('set by the start of a server after one that died', 'interrupted'),
]);
