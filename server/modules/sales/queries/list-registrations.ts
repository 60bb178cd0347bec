import { sql } from "kysely";
import { isUuid } from "../../../platform/ids.ts";
import { INTEGER_MOST } from "../../../platform/http/whole-numbers.ts";
import type { Fan } from "../../accounts/index.ts";
import type { Places } from "../line/places.ts";
import type { ClaimState } from "../rules/claim-states.ts";
import type { RegistrationStanding } from "../store.ts";
import type { SalesContext } from "../sales-context.ts";
import { describeEntrants, type Entrant } from "./list-entrants.ts";

export interface ListedRegistration extends Entrant {
  /** Null once the account was erased. */
  readonly fan: Pick<Fan, "name" | "email"> | null;
}

export interface RegistrationsAsked {
  readonly cursor?: number | undefined;
  readonly limit: number;
  /** A number or place, the id of a fan, an e-mail address, or a part of a name. */
  readonly search?: string | undefined;
  readonly standing?: RegistrationStanding | undefined;
  readonly claim?: ClaimState | undefined;
  readonly barred?: boolean | undefined;
}

interface Row {
  readonly number: number;
  readonly fanId: string | null;
  readonly standing: RegistrationStanding;
  readonly registeredAt: Date;
}

/** In order of arrival. The cursor is the last number of the page before. */
export async function listRegistrations(
  context: SalesContext,
  saleId: string,
  asked: RegistrationsAsked,
): Promise<{ items: ListedRegistration[]; nextCursor: string | null }> {
  const places = await (await context.line.find(saleId))?.places();
  const { rows } = await sql<Row>`
    select number, fan_id as "fanId", standing, registered_at as "registeredAt"
    from sales.registrations
    where sale_id = ${saleId} and number > ${asked.cursor ?? 0}
      and ${await searched(context, places, asked.search)}
      and ${asked.standing === undefined ? sql`true` : sql`standing = ${asked.standing}`}
      and ${among(await numbersByClaim(context, saleId, places, asked.claim))}
      and ${among(await numbersOfBarred(context, saleId, places, asked.barred))}
    order by number limit ${asked.limit + 1}`.execute(context.platform.database.kysely);
  const shown = rows.slice(0, asked.limit);
  const items = await withFans(context, await describeEntrants(context, saleId, places, shown));
  const last = items.at(-1);
  const more = rows.length > asked.limit && last !== undefined;
  return { items, nextCursor: more ? String(last.number) : null };
}

export async function withFans(
  { accounts }: Pick<SalesContext, "accounts">,
  entrants: readonly Entrant[],
): Promise<ListedRegistration[]> {
  const fans = await accounts.findFans(entrants.flatMap(({ fanId }) => fanId ?? []));
  return entrants.map((entrant) => {
    const fan = fans.get(entrant.fanId ?? "");
    return { ...entrant, fan: fan === undefined ? null : { name: fan.name, email: fan.email } };
  });
}

async function searched(
  { accounts }: SalesContext,
  places: Places | undefined,
  search: string | undefined,
) {
  if (search === undefined) return sql`true`;
  if (isUuid(search)) return sql`fan_id = ${search}`;
  if (/^\d{1,10}$/.test(search)) {
    const value = Math.min(Number(search), INTEGER_MOST);
    const number = value === 0 ? 0 : (places?.numberAt(value) ?? 0);
    return sql`number = any(${[value, Math.min(number, INTEGER_MOST)]}::integer[])`;
  }
  const fans = await accounts.findFansByText(search);
  return sql`fan_id = any(${[...fans.keys()]}::uuid[])`;
}

function among(numbers: readonly number[] | undefined) {
  return numbers === undefined ? sql`true` : sql`number = any(${numbers}::integer[])`;
}

/** Claims know places; there are at most as many as fit one answer of the lane's tables. */
async function numbersByClaim(
  { platform }: SalesContext,
  saleId: string,
  places: Places | undefined,
  state: ClaimState | undefined,
): Promise<readonly number[] | undefined> {
  if (state === undefined) return undefined;
  const { rows } = await sql<{ place: number }>`
    select place from (
      select distinct on (place) place, state from sales.claims
      where sale_id = ${saleId} order by place, claimed_at desc
    ) as newest where state = ${state}`.execute(platform.database.kysely);
  return rows.map(({ place }) => places?.numberAt(place) ?? 0);
}

async function numbersOfBarred(
  { platform }: SalesContext,
  saleId: string,
  places: Places | undefined,
  barred: boolean | undefined,
): Promise<readonly number[] | undefined> {
  if (barred !== true) return undefined;
  const { rows } = await sql<{ place: number }>`
    select place from sales.bars where sale_id = ${saleId} and restored_at is null`.execute(
    platform.database.kysely,
  );
  return rows.map(({ place }) => places?.numberAt(place) ?? 0);
}
