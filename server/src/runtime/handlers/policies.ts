import { AppError } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { Handlers } from '#protocol/methods';
import type { Plan } from '#protocol/plan';
import { type PolicyLayer, type Profile, profiles } from '#protocol/policy';
import type { Problem } from '#protocol/problem';
import { sessionProfile } from '../../core/plan/sessionProfile';
import { type ChangedDecision, explain, locationText, simulate } from '../../core/policy/explain';
import { readPolicyFiles } from '../../core/policy/layers/readPolicyFiles';
import { lintPolicy } from '../../core/policy/lintPolicy';
import { parsePolicyFile } from '../../core/policy/parsePolicyFile';
import type { Context } from '../context';
import { foresee } from '../plans/foresee';
import { newestPlan } from '../plans/importPlan';
import { planBody } from '../plans/planBodies';
import { effectivePolicy, fileLayers, foldPolicy, ownLayer } from '../plans/policies';
import { readPlan } from '../plans/readPlan';
import { refusePolicy } from '../plans/refusePolicy';
import { sessionById } from '../plans/sessionFacts';

type Names = Extract<keyof Handlers, `policy/${string}`>;

/** Answers requests about policy. */
export function policyHandlers(context: Context): Pick<Handlers, Names> {
  return {
    'policy/effective': async ({ session_id, profile }) => {
      const found = session_id === undefined ? null : await sessionPlan(context, session_id);
      const files = await fileLayers(context);
      const named = profileOf(profile) ?? found?.profile ?? files.profile;
      const plan = found?.plan ? ownLayer('plan', 'plan', found.plan.policy) : undefined;
      if (files.problems.length > 0) {
        return { version: '', profile: named, policy: null, origins: {}, problems: [...files.problems] };
      }
      const policy = foldPolicy(files, { profile: named, plan });
      return {
        version: policy.version,
        profile: named,
        policy: policy as unknown as Json,
        origins: policy.origins as unknown as JsonObject,
        problems: [],
      };
    },
    'policy/lint': async ({ text, file_name }) => lint(context, text, file_name),
    'policy/explain': async ({ step_id, session_id, text, file_name, profile }) => {
      const target = await explained(context, { session_id, text, file_name, profile: profileOf(profile) });
      const { plan, lines } = target;
      const steps = await foresee(context, plan, {
        profile: target.profile,
        mode: target.mode,
        file: target.file,
        lines,
      });
      const step = steps.find(({ stepId }) => stepId === step_id);
      const declared = plan.steps.find(({ id }) => id === step_id);
      if (!step || !declared) {
        throw new AppError('NOT_FOUND', `the plan has no step ${step_id}`, {
          steps: plan.steps.map(({ id }) => id),
        });
      }
      const policy = await effectivePolicy(context, {
        profile: target.profile,
        plan: ownLayer('plan', target.file, plan.policy, lines),
        step: declared.policy ? ownLayer('step', target.file, declared.policy) : undefined,
      });
      const { decision, action } = step;
      return {
        step_id,
        tool: action.tool,
        verdict: decision.verdict,
        rule_id: decision.rule_id,
        location: locationText(decision.location),
        reason: decision.reason,
        stages: [...explain(policy, action)],
      };
    },
    'policy/simulate': async ({ text, file_name, last }) => {
      const { layer, problems } = parsePolicyFile(text, file_name, 'workspace');
      if (!layer || problems.length > 0) {
        throw invalid(problems, file_name);
      }
      const user = await context.ports.settings.userPolicy();
      const own = readPolicyFiles(user ? [{ layer: 'user', ...user }] : []);
      refusePolicy(own.problems);
      return await simulateRuns(context, [...own.layers, layer], last);
    },
  };
}

/** Judges the stored decisions of the last runs again, under other policy files. */
async function simulateRuns(context: Context, layers: readonly PolicyLayer[], last: number) {
  const { store } = context.ports;
  const runs = await store.list('runs', { order: [{ by: 'created_at', desc: true }], limit: last });
  const changed: ChangedDecision[] = [];
  let decisions = 0;
  for (const run of runs.items) {
    const rows = await store.list('decisions', { where: { run_id: run.id }, limit: null });
    const plan = await store.get('plans', { id: run.plan_id });
    const body = plan && (await planBody(context, plan));
    const own = body ? ownLayer('plan', `plan v${plan.version}`, body.policy) : undefined;
    const policy = foldPolicy(
      { layers, problems: [], files: [], profile: run.profile },
      { profile: run.profile, plan: own },
    );
    decisions += rows.items.length;
    changed.push(...simulate(rows.items, policy));
  }
  return { runs: runs.items.length, decisions, changed };
}

async function lint(context: Context, text: string | undefined, fileName: string | undefined) {
  const tools = [...context.tools.keys()];
  if (text !== undefined) {
    const name = fileName ?? 'holdpoint.policy.yaml';
    const { layer, problems } = parsePolicyFile(text, name, 'workspace');
    const warnings = layer ? lintPolicy([layer], { tools, nowMs: context.ports.clock.now() }) : [];
    return { ok: problems.length === 0, errors: [...problems], warnings: [...warnings], files: [name] };
  }
  const { layers, problems, files } = await fileLayers(context);
  const warnings = lintPolicy(layers, { tools, nowMs: context.ports.clock.now() });
  return { ok: problems.length === 0, errors: [...problems], warnings: [...warnings], files: [...files] };
}

interface Explained {
  readonly plan: Plan;
  readonly profile: Profile;
  readonly mode: 'normal' | 'dry_run';
  readonly file: string;
  readonly lines: Readonly<Record<string, number>>;
}

async function explained(
  context: Context,
  asked: {
    readonly session_id: string | undefined;
    readonly text: string | undefined;
    readonly file_name: string;
    readonly profile: Profile | undefined;
  },
): Promise<Explained> {
  if (asked.text !== undefined) {
    const parsed = await readPlan(context, asked.text, asked.file_name, asked.profile);
    if (!parsed.plan) {
      throw new AppError('PLAN_INVALID', `${asked.file_name} has errors`, { errors: parsed.problems });
    }
    const lines = linesOf(parsed.plan, (pointer) => parsed.lineOf(pointer).line);
    return {
      plan: parsed.plan,
      profile: asked.profile ?? parsed.plan.profile,
      mode: 'normal',
      file: asked.file_name,
      lines,
    };
  }
  if (asked.session_id === undefined) {
    throw new AppError('BAD_REQUEST', 'name a session or a plan file');
  }
  const found = await sessionPlan(context, asked.session_id);
  if (!found.plan) {
    throw new AppError('NOT_FOUND', `session ${asked.session_id} has no plan`);
  }
  return {
    plan: found.plan,
    profile: asked.profile ?? found.profile,
    mode: found.mode,
    file: `plan v${found.version}`,
    lines: {},
  };
}

/** The line of each of a plan's policy settings, by pointer inside the settings. */
function linesOf(plan: Plan, lineOf: (pointer: string) => number): Record<string, number> {
  const lines: Record<string, number> = {};
  const walk = (value: unknown, pointer: string) => {
    lines[pointer] = lineOf(`/policy${pointer}`);
    if (value !== null && typeof value === 'object') {
      for (const [key, child] of Object.entries(value)) {
        walk(child, `${pointer}/${key}`);
      }
    }
  };
  walk(plan.policy, '');
  return lines;
}

async function sessionPlan(context: Context, sessionId: string) {
  const session = await sessionById(context, sessionId);
  const row = await newestPlan(context, sessionId);
  const plan = row ? await planBody(context, row) : null;
  const profile = plan ? sessionProfile(session.profile, plan.profile) : session.profile;
  return { plan, profile, mode: session.mode, version: row?.version ?? 0 };
}

function profileOf(name: string | undefined): Profile | undefined {
  const found = profiles.find((profile) => profile === name);
  if (name !== undefined && !found) {
    throw new AppError('BAD_REQUEST', `no profile ${name}: one of ${profiles.join(', ')}`);
  }
  return found;
}

function invalid(problems: readonly Problem[], file: string): AppError {
  const text = problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n');
  return new AppError('POLICY_INVALID', text, { errors: problems });
}
