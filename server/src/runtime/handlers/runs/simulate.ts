import { AppError } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { Caller, CancelSignal, Checked, Handlers } from '#protocol/methods';
import type { Context } from '../../context';
import { readPlan } from '../../plans/readPlan';

type Journey = Pick<Handlers, 'session/create' | 'plan/import' | 'plan/approve' | 'run/start'>;

/** The file that is run where a request names no plan. */
export const defaultPlan = 'holdpoint.plan.yaml';

/** Answers requests that go the whole way of a plan, by the same steps as anybody who goes it one by one (LOG-11). */
export function simulationHandlers(context: Context, journey: Journey): Pick<Handlers, 'run/simulate'> {
  return {
    'run/simulate': (params, caller, signal) => simulate(context, journey, { params, caller, signal }),
  };
}

interface Asked {
  readonly params: Checked<'run/simulate'>;
  readonly caller: Caller;
  readonly signal: CancelSignal;
}

async function simulate(context: Context, journey: Journey, { params, caller, signal }: Asked) {
  const { mode, inputs, rounds, max_stage_retries } = params;
  const { text, file_name } = await planText(context, params.plan);
  const profile = await profileOf(context, text, file_name);
  const { id: session_id } = await journey['session/create']({ goal: 'simulation', mode }, caller, signal);
  const imported = { session_id, text, file_name };
  const { version } = await journey['plan/import'](imported, caller, signal);
  const scope = mode === 'dry_run' && profile !== 'strict' ? ('remaining' as const) : ('plan' as const);
  const consent = { session_id, version, scope, approved_by: 'system', source: 'api' };
  await journey['plan/approve'](consent, caller, signal);
  const { run_id } = await journey['run/start'](
    {
      session_id,
      version,
      inputs: rounds === undefined ? inputs : { ...inputs, rounds },
      stepping: 'auto',
      dry_run: mode === 'dry_run',
      env: {},
      max_stage_retries,
      confirm_high_risk: false,
      service_name: 'holdpoint',
      wait: true,
    },
    caller,
    signal,
  );
  return { run_id, run_dir: context.repository === 'file' ? `runs/${run_id}` : null };
}

/** Refuses what cannot be imported before anything is stored. */
async function profileOf(context: Context, text: string, file: string) {
  const { plan, problems } = await readPlan(context, text, file);
  if (plan === null) {
    const said = problems.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
    throw new AppError('PLAN_INVALID', `the plan cannot be run: ${said.join('; ')}`, {
      errors: problems,
      file_name: file,
    });
  }
  return plan.profile;
}

async function planText(context: Context, plan: Json | undefined) {
  if (typeof plan === 'string') {
    return { text: plan, file_name: 'plan.yaml' };
  }
  if (isObject(plan)) {
    return { text: JSON.stringify(plan), file_name: 'plan.json' };
  }
  if (plan !== undefined) {
    throw new AppError('INPUT_INVALID', 'plan: is a text or an object', {
      errors: [{ path: '/plan', message: 'is a text or an object' }],
    });
  }
  const file = await context.ports.home.read(defaultPlan);
  if (file === undefined) {
    const message = `no plan is given, and the workspace has no ${defaultPlan}`;
    throw new AppError('PLAN_INVALID', message, { errors: [{ path: '/plan', message }] });
  }
  return { text: new TextDecoder().decode(file.bytes), file_name: defaultPlan };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
