import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeCursor } from "../page.ts";
import { parseSearch, type SearchTerms } from "./terms.ts";

/** A table whose rows are listed by name, and searched. */
export interface Listed {
  /** Joins the rows that match some terms, with their ranks, as `m`. */
  join: (search: SearchTerms) => Prisma.Sql;
  id: Prisma.Sql;
  name: Prisma.Sql;
}

const json = ({ terms }: SearchTerms): Prisma.Sql => Prisma.sql`${JSON.stringify(terms)}::jsonb`;

/** Patients, aliased `p`: also by birth date, phone, insurance number and e-mail address. */
export const PATIENTS: Listed = {
  join: (search) =>
    Prisma.sql`JOIN find_patients(${json(search)}, ${search.keys}::text[]) m ON m.id = p.id`,
  id: Prisma.sql`p.id`,
  name: Prisma.sql`p.full_name`,
};

/** Users, aliased `u`: by name and e-mail address. */
export const USERS: Listed = {
  join: (search) => Prisma.sql`JOIN find_users(${json(search)}) m ON m.id = u.id`,
  id: Prisma.sql`u.id`,
  name: Prisma.sql`u.name`,
};

/** Doctors, aliased `d`: by their names and those of their clinics. */
export const DOCTORS: Listed = {
  join: (search) => Prisma.sql`JOIN find_doctors(${json(search)}) m ON m.id = d.id`,
  id: Prisma.sql`d.id`,
  name: Prisma.sql`d.full_name`,
};

/** A list by name; with a search only what matches, the best matches first. */
export interface NameList {
  /** Whether nothing was typed, so that the list has all rows. */
  all: boolean;
  /** A JOIN, which stands after the table. */
  join: Prisma.Sql;
  /** A column of how well a row matches: 0 is best. */
  rank: Prisma.Sql;
  order: Prisma.Sql;
  /** The conditions of the rows after a page. @throws DomainError `invalid` for a cursor of no page */
  after: (cursor: string | undefined) => Prisma.Sql[];
  /** The place of a row in the list, for the cursor of the page after it. */
  placeOf: (row: { name: string; id: string; rank: number }) => { sort: string; id: string };
}

/** Returns the pieces of SQL for a list of `listed`, narrowed by `q`. */
export function nameList({ join, id, name }: Listed, q: string | undefined): NameList {
  const typed = q?.trim() ?? "";
  if (typed === "") {
    return {
      all: true,
      join: Prisma.empty,
      rank: Prisma.sql`0 AS rank`,
      order: Prisma.sql`${name}, ${id}`,
      after: (cursor) => {
        if (!cursor) return [];
        const place = decodeCursor(cursor);
        return [Prisma.sql`(${name}, ${id}) > (${place.sort}, ${place.id}::uuid)`];
      },
      placeOf: (row) => ({ sort: row.name, id: row.id }),
    };
  }
  const search = parseSearch(typed);
  return {
    all: false,
    join: join(search),
    rank: Prisma.sql`m.rank`,
    order: Prisma.sql`m.rank, ${name}, ${id}`,
    after: (cursor) => {
      if (!cursor) return [];
      const place = decodeCursor(cursor);
      const [, rank, last] = /^(\d) (.*)$/s.exec(place.sort) ?? [];
      if (rank === undefined || last === undefined) {
        throw new DomainError("invalid", { issues: [{ path: "cursor", message: "invalid" }] });
      }
      return [
        Prisma.sql`(m.rank, ${name}, ${id}) > (${Number(rank)}::int, ${last}, ${place.id}::uuid)`,
      ];
    },
    placeOf: (row) => ({ sort: `${row.rank} ${row.name}`, id: row.id }),
  };
}
