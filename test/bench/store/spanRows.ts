import type { EventRow, Rows } from '#protocol/rows';
import type { NewEvent } from '../../../server/src/runtime/storePort';

const names = [
  'execute_tool shell.run',
  'holdpoint.policy',
  'holdpoint.step build',
  'chat model',
  'read_file',
];

/** Spans as an agent's work leaves them: traces of a hundred, about 380 bytes of attributes each. */
export function spanRow(index: number): Rows['spans'] {
  const trace = Math.floor(index / 100);
  return {
    span_id: index.toString(16).padStart(16, '0'),
    trace_id: trace.toString(16).padStart(32, '0'),
    run_id: `run_${trace}`,
    parent_span_id: index % 100 === 0 ? null : (index - 1).toString(16).padStart(16, '0'),
    service_name: 'holdpoint',
    kind: 'tool',
    name: names[index % names.length] ?? '',
    status: index % 29 === 0 ? 'ERROR' : 'OK',
    error: null,
    timeout: 0,
    policy_snapshot: null,
    otlp: null,
    attributes: JSON.stringify({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': `tool_${index % 17}`,
      'gen_ai.usage.input_tokens': (index * 7919) % 4096,
      'process.command': 'git',
      'process.working_directory': `packages/part-${index % 31}/source`,
      input_preview: `look at file ${index} and say what it exports, then write down the three things that matter`,
      output_preview: `it exports ${index % 13} functions; the longest has ${index % 211} lines and no test at all`,
    }),
    start_us: 1_767_323_045_000_000 + index * 997,
    end_us: 1_767_323_045_000_000 + index * 997 + ((index * 31) % 50_000),
    created_at: '2026-01-02T03:04:05.006Z',
  };
}

const words = [
  'build',
  'failed',
  'retry',
  'pattern',
  'approved',
  'checkout',
  'migrate',
  'lint',
  'deploy',
  'index',
];
const phrases = ['設定を変更', '承認された', '検査に失敗', '巻き戻した', '計画を更新'];

/** Log lines in Latin script and Japanese, a few of them rare. */
export function logEvent(index: number): NewEvent {
  const said = [0, 3, 7].map((step) => words[(index * 13 + step * (index % 7)) % words.length]).join(' ');
  const rare = index % 500 === 0 ? ' quarantined 隔離済み' : '';
  const event: Omit<EventRow, 'seq' | 'prev_hash' | 'hash'> = {
    id: `evt_${index}`,
    ts: '2026-01-02T03:04:05.006Z',
    session_id: 'ses_1',
    run_id: `run_${Math.floor(index / 100)}`,
    step_id: `s${index % 100}`,
    attempt: null,
    span_id: null,
    type: 'log.line',
    level: 'info',
    summary: `${said} number ${index}${rare} ${phrases[index % phrases.length]}`,
    payload: '{}',
    actor: 'system',
    source: 'cli',
    client_message_id: null,
  };
  return event;
}
