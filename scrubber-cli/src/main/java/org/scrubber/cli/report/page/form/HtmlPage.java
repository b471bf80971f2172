package org.scrubber.cli.report.page.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One page of HTML that needs nothing else: no network, no script. */
public final class HtmlPage implements Page {
  private static final String STYLE = "report.css";

  private final StringBuilder html = new StringBuilder();

  /** Begins a page. */
  public HtmlPage(String title, String language) {
    html.append("<!DOCTYPE html>\n<html lang=\"").append(Html.escape(language)).append("\">\n");
    html.append("<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    element("title", "", title);
    html.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n<main>\n");
  }

  private static String style() {
    try (InputStream in = HtmlPage.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IOException(STYLE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void element(String name, String attributes, String text) {
    html.append('<').append(name).append(attributes).append('>').append(Html.escape(text));
    html.append("</").append(name).append(">\n");
  }

  @Override
  public void beginSection(boolean highlighted) {
    html.append(highlighted ? "<section class=\"nis2\">\n" : "<section>\n");
  }

  @Override
  public void endSection() {
    html.append("</section>\n");
  }

  @Override
  public void heading(int level, String text) {
    element("h" + level, "", text);
  }

  @Override
  public void heading(int level, String text, String id) {
    element("h" + level, " id=\"" + Html.escape(id) + "\"", text);
  }

  @Override
  public void beginFold(int level, String heading) {
    html.append("<details><summary>");
    element("h" + level, "", heading);
    html.append("</summary>\n");
  }

  @Override
  public void beginFold(int level, String heading, String id) {
    html.append("<details><summary>");
    heading(level, heading, id);
    html.append("</summary>\n");
  }

  @Override
  public void endFold() {
    html.append("</details>\n");
  }

  @Override
  public void contents(List<Cell> links) {
    html.append("<nav>\n");
    points(links);
    html.append("</nav>\n");
  }

  @Override
  public void paragraph(String text) {
    element("p", "", text);
  }

  @Override
  public void small(String text) {
    element("p", " class=\"small\"", text);
  }

  @Override
  public void summary(String text) {
    element("p", " class=\"summary\"", text);
  }

  @Override
  public void facts(List<Fact> facts) {
    html.append("<dl>\n");
    for (Fact fact : facts) {
      html.append("<div><dt>").append(Html.escape(fact.what())).append("</dt><dd>");
      html.append(markup(fact.known())).append("</dd></div>\n");
    }
    html.append("</dl>\n");
  }

  @Override
  public void points(List<Cell> points) {
    html.append("<ul>\n");
    points.forEach(one -> html.append("<li>").append(markup(one)).append("</li>\n"));
    html.append("</ul>\n");
  }

  /** Adds a table; on a narrow screen its rows become cards. */
  @Override
  public void table(List<String> heads, List<List<Cell>> rows) {
    html.append("<table><thead><tr>");
    List<String> classes = new ArrayList<>();
    for (int k = 0; k < heads.size(); k++) {
      classes.add(Page.isOfNumbers(rows, k) ? " class=\"number\"" : "");
      html.append("<th scope=\"col\"").append(classes.get(k)).append('>');
      html.append(Html.escape(heads.get(k))).append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    for (List<Cell> row : rows) {
      html.append("<tr>");
      for (int k = 0; k < row.size(); k++) {
        html.append("<td").append(classes.get(k)).append(" data-head=\"");
        html.append(Html.escape(heads.get(k))).append("\">");
        html.append("<div>").append(markup(row.get(k))).append("</div></td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table>\n");
  }

  @Override
  public void picture(String svg, List<String> heads, List<List<Cell>> rows) {
    html.append(svg);
  }

  private static String markup(Cell cell) {
    return switch (cell) {
      case Cell.Text c -> Html.escape(c.text());
      case Cell.Strong c -> "<b>" + Html.escape(c.text()) + "</b>";
      case Cell.Code c -> "<code>" + Html.escape(c.text()) + "</code>";
      case Cell.Figure c -> Html.escape(c.text());
      case Cell.Link c ->
          "<a href=\"#%s\">%s</a>".formatted(Html.escape(c.id()), Html.escape(c.text()));
      case Cell.Blank c -> "<mark>" + Html.escape(c.text()) + "</mark>";
      case Cell.Value c ->
          "<data%s value=\"%d\" data-json=\"%s\">%s</data>"
              .formatted(
                  isSentence(c.text()) ? " class=\"words\"" : "",
                  c.value(),
                  Html.escape(c.pointer()),
                  Html.escape(c.text()));
      case Cell.Several c ->
          c.cells().stream()
              .map(HtmlPage::markup)
              .collect(Collectors.joining(c.lines() ? "<br>" : ", "));
    };
  }

  /** Returns the page as it is, complete. */
  @Override
  public String toString() {
    return html + "</main>\n</body>\n</html>\n";
  }

  /** A number and its unit stay together; more words than that go on in another line. */
  private static boolean isSentence(String text) {
    return text.indexOf(' ') != text.lastIndexOf(' ');
  }
}
