/** What a run is measured by: ledgers that see every packet together with the truth about it. */
package org.scrubber.captures.score.ledger;
