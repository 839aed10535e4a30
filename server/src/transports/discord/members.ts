import type { Caller } from '#protocol/methods';

/** Who may use the door: ids of people and of roles in Discord, each with the role it has here. */
export interface Members {
  readonly users: Readonly<Record<string, Caller['role']>>;
  readonly roles: Readonly<Record<string, Caller['role']>>;
}

/** Whoever sent something, as far as Discord vouches for it. */
export interface SentBy {
  readonly user?: { readonly id: string };
  readonly member?: { readonly user: { readonly id: string }; readonly roles: readonly string[] };
}

/** The id of a sender. */
export function senderId({ member, user }: SentBy): string | undefined {
  return member?.user.id ?? user?.id;
}

/** What a sender may: the most of what their id and their roles give; undefined for whoever is on no list. */
export function roleOf(members: Members, sent: SentBy): Caller['role'] | undefined {
  const id = senderId(sent);
  const held = [
    ...(id !== undefined && Object.hasOwn(members.users, id) ? [members.users[id]] : []),
    ...(sent.member?.roles ?? []).flatMap((role) =>
      Object.hasOwn(members.roles, role) ? [members.roles[role]] : [],
    ),
  ];
  return (['approver', 'operator', 'viewer'] as const).find((role) => held.includes(role));
}

/** Whether a role allows what another one is enough for. */
export function isAllowed(role: Caller['role'], least: Caller['role']): boolean {
  return rank[role] >= rank[least];
}

const rank = { viewer: 0, operator: 1, approver: 2 } as const;
