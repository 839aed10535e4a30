import type { Decision, EffectivePolicy, PolicyLayer, PolicySettings, Profile } from '#protocol/policy';
import type { Action } from '../../core/policy/action';
import { foldLayers } from '../../core/policy/foldLayers';
import { compileJudge } from '../../core/policy/judge';
import {
  type FileLayers,
  type FoundPolicyFile,
  readPolicyFiles,
  workspacePolicyFile,
} from '../../core/policy/layers/readPolicyFiles';
import type { Context } from '../context';
import type { Workspace } from '../ports';
import { refusePolicy } from './refusePolicy';

/** What a run, plan or step adds to the layers that lie in files. */
export interface OwnLayers {
  readonly profile: Profile;
  readonly plan?: PolicyLayer | undefined;
  readonly cli?: PolicySettings | undefined;
  readonly step?: PolicyLayer | undefined;
}

/** Reads the user's and the workspace's policy files as they are now; equal texts give the same object. */
export async function fileLayers(context: Context): Promise<FileLayers> {
  const user = await context.ports.settings.userPolicy();
  const stamp = context.ports.home.stamp(workspacePolicyFile);
  const known = lastRead.get(context.ports.home);
  if (known && known.stamp === stamp && known.user === user?.text) {
    return known.read;
  }
  const found: FoundPolicyFile[] = [];
  if (user) {
    found.push({ layer: 'user', file: user.file, text: user.text });
  }
  if (stamp !== null) {
    found.push({ layer: 'workspace', file: workspacePolicyFile, text: await workspaceText(context) });
  }
  const read = readPolicyFiles(found);
  lastRead.set(context.ports.home, { stamp, user: user?.text, read });
  return read;
}

/** The text of the workspace's policy; `null` when that leads outside the workspace, or nowhere, or is no file. */
async function workspaceText({ ports }: Context): Promise<string | null> {
  const { inside } = await ports.home.fact(workspacePolicyFile);
  const state = inside ? await ports.home.read(workspacePolicyFile) : undefined;
  return state === undefined ? null : new TextDecoder().decode(state.bytes);
}

/** All layers folded into what decides now; a malformed file anywhere means that nothing runs. */
export async function effectivePolicy(context: Context, own: OwnLayers): Promise<EffectivePolicy> {
  return foldPolicy(await fileLayers(context), own);
}

const mostFolded = 64;
const folds = new WeakMap<FileLayers, Map<string, EffectivePolicy>>();

/** The same over files that were read already; what was folded once is not folded, nor its judge made, again. */
export function foldPolicy(files: FileLayers, own: OwnLayers): EffectivePolicy {
  refusePolicy(files.problems);
  const known = folds.get(files) ?? new Map<string, EffectivePolicy>();
  const key = JSON.stringify([own.profile, own.plan, own.cli, own.step].map((layer) => layer ?? null));
  const policy = known.get(key) ?? folded(files, own);
  if (known.size >= mostFolded) {
    known.clear();
  }
  folds.set(files, known.set(key, policy));
  return policy;
}

function folded(files: FileLayers, own: OwnLayers): EffectivePolicy {
  const all = [
    ...files.layers,
    ...(own.plan ? [own.plan] : []),
    ...(own.cli ? [cliLayer(own.cli)] : []),
    ...(own.step ? [own.step] : []),
  ];
  const { policy, problems } = foldLayers(all, own.profile);
  refusePolicy(problems);
  return policy;
}

const judges = new WeakMap<EffectivePolicy, (action: Action) => Decision>();

/** The compiled judge of a policy; compiled once. */
export function judgeOf(policy: EffectivePolicy): (action: Action) => Decision {
  const known = judges.get(policy);
  if (known) {
    return known;
  }
  const judge = compileJudge(policy);
  judges.set(policy, judge);
  return judge;
}

const lastRead = new WeakMap<
  Workspace,
  { readonly stamp: string | null; readonly user: string | null | undefined; readonly read: FileLayers }
>();

/** The settings of a plan or step as a layer; `lines` by pointer, where they are known. */
export function ownLayer(
  name: 'plan' | 'step',
  file: string,
  settings: PolicySettings,
  lines: Readonly<Record<string, number>> = {},
): PolicyLayer {
  return { name, file, settings, lines };
}

function cliLayer(settings: PolicySettings): PolicyLayer {
  return { name: 'cli', file: '--policy', settings, lines: {} };
}
