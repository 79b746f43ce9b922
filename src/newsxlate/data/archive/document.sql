-- A document's row after a window.
INSERT INTO documents (
  id, name, title, byline, published, embargoed, url, item, pubstatus, source, text, status, stage,
  reason, attempts, settings, seconds, window
) VALUES (
  :id, :name, :title, :byline, :published, :embargoed, :url, :item, :pubstatus, :source, :text,
  :status, :stage, :reason, 1, :settings, :seconds, :window
) ON CONFLICT (id) DO UPDATE SET
  name = excluded.name, title = excluded.title, byline = excluded.byline,
  published = excluded.published, embargoed = excluded.embargoed, url = excluded.url,
  item = excluded.item, pubstatus = excluded.pubstatus, source = excluded.source,
  text = excluded.text, status = excluded.status, stage = excluded.stage,
  reason = excluded.reason, attempts = attempts + 1, settings = excluded.settings,
  seconds = excluded.seconds, window = excluded.window
