import { type McpTool, methodTool } from './mcpTool';
import { previewChanges } from './previewChanges';
import { proposePlan } from './proposePlan';
import { requestApproval } from './requestApproval';

/** Every tool of the door of agents, by its name. What may be seen and done by it is the method's to say. */
export const mcpTools: Readonly<Record<string, McpTool>> = {
  draft_plan: methodTool(
    'plan/draft',
    'Draft a plan',
    'Makes a plan/1 skeleton in YAML for a goal and checks it. Stores nothing and runs nothing: change the text as ' +
      'needed, then propose_plan. Every write is two steps, a draft that people see and an apply that waits for them.',
  ),
  validate_plan: methodTool(
    'plan/validate',
    'Validate a plan',
    'Checks a plan without storing it: all its errors with line and column, what it would touch, what it would ask.',
  ),
  propose_plan: proposePlan,
  request_approval: requestApproval,
  list_sessions: methodTool(
    'session/list',
    'List sessions',
    'Sessions, newest first, with the state of each.',
  ),
  explain_session: methodTool(
    'session/explain',
    'Explain a session',
    'Where a session stands, why, and what comes next.',
  ),
  list_plans: methodTool('plan/list', 'List the plans of a session', 'All versions, newest first.'),
  show_plan: methodTool(
    'plan/show',
    'Show a plan',
    'One version in full, what it would touch, and the policy that holds for it.',
  ),
  list_plan_tools: methodTool('tool/list', 'List the tools of plans', 'What a step of a plan may `use`.'),
  start_run: methodTool(
    'run/start',
    'Start a run',
    'Runs a plan that people have approved. Each step that needs a person asks when its turn comes, and waits.',
  ),
  wait_for_run: methodTool(
    'run/wait',
    'Wait for a run',
    'Answers when a run is over or waits for a person, at the latest after timeout_ms.',
  ),
  cancel_run: methodTool('run/cancel', 'Cancel a run', 'Ends a run; what it has written stays.'),
  list_runs: methodTool('run/list', 'List runs', 'Runs, newest first.'),
  show_run: methodTool('run/show', 'Show a run', 'A run with each of its steps, their states and outputs.'),
  get_run_report: methodTool(
    'run/report',
    'Get the report of a run',
    'What a run did, changed and cost, and why it failed. `text` is Markdown with format markdown.',
  ),
  preview_changes: previewChanges,
  search_events: methodTool(
    'event/search',
    'Search events',
    'Full-text search in the append-only record of everything that happened.',
  ),
  query_traces: methodTool(
    'trace/query',
    'Query traces',
    'Finds spans of all runs by a query in TraceQL, such as { span.holdpoint.step.id = "verify" && status = error }.',
  ),
  list_approvals: methodTool(
    'approval/list',
    'List approvals',
    'The one queue: what waits for people (state requested), and what they decided.',
  ),
  show_approval: methodTool(
    'approval/show',
    'Show an approval',
    'Everything that its digest covers, with the previews that it is about.',
  ),
  approve: methodTool(
    'approval/grant',
    'Approve',
    'Grants one request of the queue. Give the digest that was shown. For the person whose token this is, never on ' +
      'your own account.',
  ),
  reject: methodTool('approval/reject', 'Reject', 'Rejects one request of the queue, with a reason.'),
};
