import type { Engine } from '../engine.ts';
import { toInstant } from '../rows/instant.ts';

type Claim = { name: string; owner: string; at: number; leaseMs: number };

/** Takes or renews a lease. Returns false while another owner holds it. */
export async function claimLease({ db, write }: Engine, claim: Claim): Promise<boolean> {
  const { name, owner, at, leaseMs } = claim;
  const lease = { owner, lease_until: toInstant(at + leaseMs) };
  const query = db
    .insertInto('leases')
    .values({ name, ...lease })
    .onConflict((existing) =>
      existing
        .column('name')
        .doUpdateSet(lease)
        .where((row) =>
          row.or([row('leases.owner', '=', owner), row('leases.lease_until', '<=', toInstant(at))]),
        ),
    )
    .compile();
  const written = await write([{ query }]);
  return written.ok && written.results[0]?.count === 1;
}
