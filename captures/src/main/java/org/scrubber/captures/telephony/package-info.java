/** Telephone calls over SIP trunks: signalling and speech. */
package org.scrubber.captures.telephony;
