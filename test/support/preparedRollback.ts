import assert from 'node:assert/strict';
import type { Params, Result } from '#protocol/methods';

/** Anything that carries requests to a server. */
interface Door {
  request(
    method: 'rollback/prepare',
    params: Params<'rollback/prepare'>,
  ): Promise<Result<'rollback/prepare'>>;
}

/** Prepares a rollback that has something to put back; answers the approval that it waits for. */
export async function preparedRollback(door: Door, params: Params<'rollback/prepare'>): Promise<string> {
  const { approval_id } = await door.request('rollback/prepare', params);
  assert.ok(approval_id !== null, 'there is nothing to put back');
  return approval_id;
}
