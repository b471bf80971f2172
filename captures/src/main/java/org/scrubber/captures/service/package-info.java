/** Time, logins, key exchange and the measurements of researchers: services over datagrams. */
package org.scrubber.captures.service;
