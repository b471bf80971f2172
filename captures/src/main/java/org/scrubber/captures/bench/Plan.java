package org.scrubber.captures.bench;

import java.util.ArrayList;
import java.util.List;

/** What the command measures: quickly, as usual, or all of it. */
public enum Plan {
  /** Every kind for a moment: that it runs and what it prints, in some 20 s. */
  QUICK,
  /** Every kind with a million flows, and two workers: some minutes. */
  USUAL,
  /** Also other numbers of flows, sizes of batches, and frames in slots. */
  FULL;

  private static final int FEW_FLOWS = 10_000;
  private static final int MANY_FLOWS = 4_000_000;
  private static final int FULL_PASSES = 24;
  private static final int[] BATCHES = {32, 64, 128, 512};

  /** Returns the settings for kinds of traffic, in order. */
  public List<Setting> settings(List<Kind> kinds) {
    List<Setting> settings = new ArrayList<>();
    for (Kind kind : kinds) {
      settings.add(usual(kind));
    }
    if (this != QUICK) {
      for (Kind kind : kinds) {
        if (kind == Kind.BENIGN || kind == Kind.UDP_FLOOD) {
          settings.add(usual(kind).withWorkers(2));
        }
      }
    }
    if (this == FULL) {
      for (Kind kind : kinds) {
        if (kind == Kind.BENIGN || kind == Kind.UDP_FLOOD) {
          further(usual(kind), settings);
        }
      }
    }
    return settings;
  }

  private Setting usual(Kind kind) {
    Setting usual = Setting.of(kind);
    return switch (this) {
      case QUICK -> Setting.quick(kind);
      case USUAL -> usual;
      case FULL -> usual.withPasses(usual.passPackets(), usual.warmingPasses(), FULL_PASSES);
    };
  }

  private static void further(Setting usual, List<Setting> settings) {
    settings.add(usual.withFlows(FEW_FLOWS));
    settings.add(usual.withFlows(MANY_FLOWS));
    for (int packets : BATCHES) {
      settings.add(usual.withBatch(packets));
    }
    settings.add(usual.withLayout(FrameLayout.SLOTS));
  }
}
