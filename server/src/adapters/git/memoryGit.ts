import { AppError } from '#protocol/errors';
import type { ContentStore, Git, Workspace } from '../../runtime/ports';

/** The twin for tests: a slot without a repository, its snapshots in the content store. */
export function memoryGit(workspace: Workspace, content: ContentStore): Git {
  return {
    head: async () => undefined,
    snapshot: async (_, into = content) => {
      const manifest: Record<string, { sha256: string; mode: number }> = {};
      let bytes = 0;
      for (const path of await workspace.find(['**'], Number.POSITIVE_INFINITY)) {
        const state = await workspace.read(path);
        if (state === undefined) continue;
        manifest[path] = { sha256: await into.put(state.bytes), mode: state.mode };
        bytes += state.bytes.length;
      }
      const files = Object.keys(manifest).length;
      return {
        git_ref: null,
        commit_sha: null,
        tree_sha: null,
        head_sha: null,
        left_out: [],
        files,
        bytes,
        manifest,
      };
    },
    files: async (snapshot) => snapshot.manifest ?? {},
    fileAt: async (snapshot, path) => {
      const recorded = snapshot.manifest?.[path];
      return recorded && content.get(recorded.sha256);
    },
    commit: async () => {
      throw new AppError('STATE_CONFLICT', 'the workspace is not in a git work tree');
    },
    quietEnvironment: async () => ({}),
    excludeState: async () => {},
  };
}
