/* search_lucene.java - Lucene over names, as bench/search.py asks it: java -cp JARS bench/search_lucene.java PRODUCTS.tsv QUERIES.tsv PASSES
 *
 * English stems, BM25, any word will do; one thread, the index in memory, one segment. Prints seconds to index, the best pass over all
 * queries in seconds of its processor, and a line "query product" a hit. The first passes warm the machine up, so the best is the last or near it.
 */
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;

class search_lucene {
    static final int HITS = 10;

    static Query read(Analyzer words, String text) throws IOException {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        try (TokenStream s = words.tokenStream("title", text)) {
            CharTermAttribute term = s.addAttribute(CharTermAttribute.class);
            s.reset();
            while (s.incrementToken())
                any.add(new TermQuery(new Term("title", term.toString())), BooleanClause.Occur.SHOULD);
            s.end();
        }
        return any.build();
    }

    static ByteBuffersDirectory index(Analyzer words, List<String> products) throws IOException {
        ByteBuffersDirectory in = new ByteBuffersDirectory();
        FieldType title = new FieldType(TextField.TYPE_NOT_STORED);
        title.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        try (IndexWriter w = new IndexWriter(in, new IndexWriterConfig(words))) {
            for (String line : products) {
                String[] cell = line.split("\t", 2);
                Document d = new Document();
                d.add(new StoredField("id", cell[0]));
                d.add(new Field("title", cell[1], title));
                w.addDocument(d);
            }
            w.forceMerge(1);
        }
        return in;
    }

    public static void main(String[] a) throws IOException {
        List<String> products = Files.readAllLines(Path.of(a[0])), queries = Files.readAllLines(Path.of(a[1]));
        Analyzer words = new EnglishAnalyzer();
        long start = System.nanoTime();
        try (DirectoryReader reader = DirectoryReader.open(index(words, products))) {
            System.out.println((System.nanoTime() - start) / 1e9);
            IndexSearcher searcher = new IndexSearcher(reader);
            List<TopDocs> found = new ArrayList<>();
            double best = Double.MAX_VALUE;
            var thread = ManagementFactory.getThreadMXBean();
            for (int pass = Integer.parseInt(a[2]); pass > 0; pass--) {
                found.clear();
                start = thread.getCurrentThreadCpuTime();
                for (String line : queries)
                    found.add(searcher.search(read(words, line.split("\t", 2)[1]), HITS));
                best = Math.min(best, (thread.getCurrentThreadCpuTime() - start) / 1e9);
            }
            System.out.println(best);
            StoredFields stored = reader.storedFields();
            for (int i = 0; i < queries.size(); i++)
                for (ScoreDoc hit : found.get(i).scoreDocs)
                    System.out.println(queries.get(i).split("\t", 2)[0] + "\t" + stored.document(hit.doc).get("id"));
        }
    }
}
