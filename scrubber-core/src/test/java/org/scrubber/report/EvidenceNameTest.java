package org.scrubber.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scrubber.classify.Vectors;

class EvidenceNameTest {
  @Test
  void shouldKnowAnObjectsOwnFilesAndNobodyElses() {
    String own = EvidenceName.of("web", Vectors.SYN_FLOOD, 1);
    assertEquals("web-syn-flood-1.pcapng", own);
    assertTrue(EvidenceName.isOf("web", own));
    assertFalse(EvidenceName.isOf("web", EvidenceName.of("web-shop", Vectors.SYN_FLOOD, 1)));
    assertFalse(EvidenceName.isOf("web-shop", own));
    assertFalse(EvidenceName.isOf("web", "web-clean.pcap"));
    assertFalse(EvidenceName.isOf("web", "web-syn-flood-1.pcap"));
  }

  @Test
  void shouldKnowFilesOfAnObjectWhoseNameNoFileCanHave() {
    String name = EvidenceName.of("B\u00fcro 1/a", Vectors.UDP_FLOOD, 12);
    assertEquals("B_ro_1_a-udp-flood-12.pcapng", name);
    assertTrue(EvidenceName.isOf("B\u00fcro 1/a", name));
  }

  @Test
  void shouldNameWhatBelongsToNoVectorByTheFiltersThatStoppedIt() {
    String own = EvidenceName.of("web", Vectors.NONE, 2);
    assertEquals("web-always-on-2.pcapng", own);
    assertTrue(EvidenceName.isOf("web", own));
  }

  @Test
  void shouldKnowFilesOfAReason() {
    String own = EvidenceName.ofReason("web", "bogon-source", 1);
    assertTrue(EvidenceName.isOf("web", own));
    assertFalse(EvidenceName.isOf("web", EvidenceName.ofReason("web-shop", "bogon-source", 1)));
    assertFalse(EvidenceName.isOf("web", "web-holiday-1.pcapng"));
  }
}
