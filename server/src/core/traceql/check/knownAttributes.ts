import type { ValueType } from '../intrinsics';

/** What is known of an attribute that this program writes. */
export interface KnownAttribute {
  readonly scope: 'span' | 'resource';
  readonly type: ValueType;
  /** The values that it may have, when they are few. */
  readonly values: readonly string[];
}

const of = (type: ValueType, ...values: string[]): KnownAttribute => ({ scope: 'span', type, values });
const textOf = (...values: string[]) => of('string', ...values);
const text = textOf();
const int = of('int');

/** The attributes of spans by name, of the conventions for GenAI, CI/CD, processes and of our own namespace. */
export const knownAttributes: Readonly<Record<string, KnownAttribute>> = {
  'service.name': { scope: 'resource', type: 'string', values: ['holdpoint'] },
  'gen_ai.operation.name': textOf(
    ...['invoke_workflow', 'execute_tool', 'chat', 'plan', 'invoke_agent', 'create_agent', 'embeddings'],
    ...['retrieval', 'generate_content', 'text_completion'],
  ),
  'gen_ai.workflow.name': text,
  'gen_ai.conversation.id': text,
  'gen_ai.provider.name': textOf(
    'openai',
    'anthropic',
    'gcp.gemini',
    'azure.ai.openai',
    'aws.bedrock',
    'mock',
  ),
  'gen_ai.agent.name': text,
  'gen_ai.request.model': text,
  'gen_ai.request.max_tokens': int,
  'gen_ai.request.temperature': of('float'),
  'gen_ai.response.id': text,
  'gen_ai.response.model': text,
  'gen_ai.usage.input_tokens': int,
  'gen_ai.usage.output_tokens': int,
  'gen_ai.usage.cache_read.input_tokens': int,
  'gen_ai.usage.reasoning.output_tokens': int,
  'gen_ai.tool.name': text,
  'gen_ai.tool.call.id': text,
  'gen_ai.tool.description': text,
  'gen_ai.tool.type': textOf('function', 'extension', 'datastore'),
  'error.type': text,
  'process.command': text,
  'process.executable.name': text,
  'process.exit.code': int,
  'process.pid': int,
  'process.working_directory': text,
  'container.id': text,
  'container.image.name': text,
  'mcp.method.name': text,
  'server.address': text,
  'server.port': int,
  'cicd.pipeline.name': text,
  'cicd.pipeline.run.id': text,
  'cicd.pipeline.run.state': textOf('pending', 'executing', 'finalizing'),
  'cicd.pipeline.result': text,
  'cicd.pipeline.task.name': text,
  'cicd.pipeline.task.run.id': text,
  'cicd.pipeline.task.run.result': textOf(
    ...['success', 'failure', 'error', 'timeout', 'cancellation', 'skip'],
  ),
  'vcs.repository.name': text,
  'vcs.ref.head.name': text,
  'vcs.ref.head.revision': text,
  'vcs.ref.base.name': text,
  'vcs.ref.base.revision': text,
  'cicd.pipeline.task.type': textOf('build', 'test', 'deploy'),
  'cicd.worker.id': text,
  'cicd.worker.name': text,
  'test.suite.name': text,
  'test.suite.run.status': textOf('success', 'failure', 'skipped', 'aborted', 'timed_out', 'in_progress'),
  'test.case.name': text,
  'test.case.result.status': text,
  'code.file.path': text,
  'code.line.number': int,
  'holdpoint.plan.id': text,
  'holdpoint.plan.version': int,
  'holdpoint.plan.digest': text,
  'holdpoint.step.id': text,
  'holdpoint.step.index': int,
  'holdpoint.step.attempt': int,
  'holdpoint.step.digest': text,
  'holdpoint.approval.id': text,
  'holdpoint.approval.scope': textOf('plan', 'step', 'hunk'),
  'holdpoint.approval.decision': textOf('approved', 'rejected', 'expired', 'superseded'),
  'holdpoint.approval.source': textOf('person', 'policy', 'inherited'),
  'holdpoint.approval.principal': text,
  'holdpoint.approval.client': textOf('vscode', 'cli', 'http', 'discord', 'acp', 'mcp'),
  'holdpoint.approval.digest': text,
  'holdpoint.approval.expires_at': text,
  'holdpoint.approval.wait_ms': int,
  'holdpoint.approval.reason': text,
  'holdpoint.policy.decision': textOf('allow', 'ask', 'deny'),
  'holdpoint.policy.rule_id': text,
  'holdpoint.policy.rule_location': text,
  'holdpoint.policy.tier': text,
  'holdpoint.diff.files': int,
  'holdpoint.diff.hunks': int,
  'holdpoint.diff.hunks_accepted': int,
  'holdpoint.diff.added': int,
  'holdpoint.diff.removed': int,
  'holdpoint.checkpoint.id': text,
  'holdpoint.checkpoint.files': int,
  'holdpoint.checkpoint.bytes': int,
  'holdpoint.executor.type': textOf('local', 'docker', 'k8s_job'),
  'holdpoint.slot.id': text,
  'holdpoint.redaction.count': int,
};

/** What is known of an attribute; `undefined` for the many that others may have sent. */
export function knownAttribute(name: string): KnownAttribute | undefined {
  return Object.hasOwn(knownAttributes, name) ? knownAttributes[name] : undefined;
}
