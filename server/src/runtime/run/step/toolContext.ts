import type { FileWrite, Processes } from '../../ports';
import { receiverEnvironment } from '../../receive/receiverEnvironment';
import type { Span } from '../../record/span';
import type { ToolContext } from '../../tool';
import type { ActiveRun } from '../activeRun';
import type { Prepared } from '../gate/prepared';
import type { StepRun } from '../stepRun';
import type { OutputLog } from './outputLog';

/** What a step's tool may reach while it works, and nothing else. */
export function toolContext(
  run: ActiveRun,
  stepRun: StepRun,
  prepared: Prepared,
  span: Span,
  output: OutputLog,
  deadline: { readonly signal: AbortSignal },
  timeoutMs: number | null,
): ToolContext {
  const { ports } = run.context;
  const { permissions, limits } = prepared.policy;
  const { spanReceiver } = run.context.server;
  const isOffline = prepared.action.networkEnforced && permissions.network !== 'full';
  const given = Object.entries(run.options.env).filter(([name]) => permissions.env_allow.includes(name));
  return {
    workspace: ports.workspace,
    processes: patient(run, isOffline ? offline(ports.processes) : ports.processes),
    network: ports.network,
    clock: ports.clock,
    git: ports.git,
    get signal() {
      return deadline.signal;
    },
    timeoutMs,
    maxOutputBytes: limits.max_output_bytes,
    get env() {
      const own = { ...ports.processes.environment(permissions.env_allow), ...Object.fromEntries(given) };
      // Who may not use the network is not asked to.
      const receiver = isOffline || permissions.network === 'none' ? null : spanReceiver?.();
      return {
        ...own,
        ...receiverEnvironment(receiver ?? null, own),
        TRACEPARENT: `00-${run.row.trace_id}-${span.id}-01`,
        HOLDPOINT_IDEMPOTENCY_KEY: `${run.row.id}.${prepared.step.id}.${stepRun.row.visit}`,
      };
    },
    onOutput: (stream, bytes) => output.write(stream, bytes),
    approvedWrites: prepared.writes as readonly FileWrite[],
  };
}

/** What a person stops has 5 s to end by itself (GATE-11); what ran out of time or failed beside others, 2 s (FLOW-08). */
function patient(run: ActiveRun, processes: Processes): Processes {
  const graceMs = () => (run.cancelReason === null ? 2000 : 5000);
  return { ...processes, run: (request) => processes.run({ ...request, graceMs }) };
}

/** The same processes, kept from every network. */
function offline(processes: Processes): Processes {
  return { ...processes, run: (request) => processes.run({ ...request, isolateNetwork: true }) };
}
